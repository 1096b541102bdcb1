package dev.sekisho.kernel.scope;

import dev.sekisho.kernel.id.Id128;

/**
 * The identifier of a customer: random, never shown, never taken from a request. Its text form is masked on purpose, so that
 * a log line or an error message cannot carry it; code that stores it takes {@link #bytes()}.
 */
public final class CustomerId {
    private final Id128 value;

    private CustomerId(Id128 value) {
        this.value = value;
    }

    /** The customer that these 16 bytes name; for stores that kept them. */
    public static CustomerId of(byte[] bytes) {
        return new CustomerId(Id128.of(bytes));
    }

    /** The 16-byte form, for keys, contexts of seals and sealed rows. */
    public byte[] bytes() {
        return value.bytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CustomerId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Always the same text: the identifier is never printed. */
    @Override
    public String toString() {
        return "customer";
    }
}
