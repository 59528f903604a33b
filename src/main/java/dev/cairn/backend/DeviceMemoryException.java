package dev.cairn.backend;

/** A device has no memory left for a block; what it holds is as it was, so less may still fit. */
public final class DeviceMemoryException extends DeviceException {
    private static final long serialVersionUID = 1;

    public DeviceMemoryException(String message) {
        super(message);
    }
}
