package dev.sekisho.kernel.error;

import org.jspecify.annotations.Nullable;

/**
 * Something was refused or failed. The message says what happened and what to do about it, in one or two sentences, without
 * personal data and without a customer's identifier.
 */
public class SekishoException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ErrorCode code;

    /** A failure without an underlying one. */
    public SekishoException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** A failure caused by another. */
    public SekishoException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The stable code. */
    public ErrorCode code() {
        return code;
    }
}
