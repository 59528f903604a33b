package dev.cairn.backend;

/** A device failed while it computed: out of memory, a launch refused, a fault in a kernel. The message says what helps. */
public class DeviceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DeviceException(String message) {
        super(message);
    }

    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
