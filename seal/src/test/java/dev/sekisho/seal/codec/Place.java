package dev.sekisho.seal.codec;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;

/**
 * Where something sealed belongs.
 *
 * @param region of the owner
 * @param customer the owner
 * @param group a record's table, a frame's log, a segment's identifier
 * @param item a record's identifier; of no meaning to the other codecs
 * @param version a record's version, a frame's number, a segment's day
 */
record Place(Region region, Id128 customer, String group, String item, long version) {
    Owner owner() {
        return new Owner(region, customer);
    }

    /** The group where it is an identifier of 128 bits. */
    Id128 groupId() {
        return new Id128(group.hashCode(), group.length());
    }
}
