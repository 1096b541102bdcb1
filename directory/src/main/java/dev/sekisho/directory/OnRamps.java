package dev.sekisho.directory;

import dev.sekisho.kernel.id.Id128;
import java.util.List;

/** The networks from which one customer's traffic comes. */
public interface OnRamps {
    /** All on-ramps, by name. */
    List<OnRamp> list();

    /**
     * Adds an on-ramp.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFLICT}, always in the same words, if the network overlaps one that
     *     this customer has not the right to, that it named already, or that is wider than /22 (IPv4) or /44 (IPv6) and not named
     *     by an operator; {@code INVALID_INPUT}, also beyond 64 on-ramps
     */
    OnRamp add(String name, SourceNetwork source, boolean signIn);

    /** Changes an on-ramp. */
    OnRamp update(Id128 id, String name, SourceNetwork source, boolean signIn, long expected);

    /** Removes an on-ramp; new connections from there are refused at once. */
    boolean remove(Id128 id);

    /**
     * An on-ramp.
     *
     * @param name 1 to 100 characters
     * @param source where the traffic comes from
     * @param signIn whether people have to sign in
     * @param version from 1, one more at each change
     */
    record OnRamp(Id128 id, String name, SourceNetwork source, boolean signIn, long version) {}
}
