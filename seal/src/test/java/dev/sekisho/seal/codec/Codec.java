package dev.sekisho.seal.codec;

import dev.sekisho.kernel.error.SekishoException;

/** Seals and opens; the product's codecs and those of the tests alike. */
interface Codec {
    byte[] seal(Place place, byte[] plain);

    /** @throws SekishoException if it is refused; anything else that is thrown is a hole too */
    byte[] open(Place place, byte[] sealed);
}
