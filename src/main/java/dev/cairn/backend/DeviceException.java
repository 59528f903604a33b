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

    /** This failure with what was being done in front of its message, and thrown from the same place. */
    public DeviceException during(String operation) {
        DeviceException named = new DeviceException(operation + ": " + getMessage());
        named.setStackTrace(getStackTrace());
        if (getCause() != null) {
            named.initCause(getCause());
        }
        return named;
    }
}
