/** Leaves minted under a customer's intermediate, and the check of the certificates that sites show. */
@NullMarked
package dev.sekisho.gateway.certificate;

import org.jspecify.annotations.NullMarked;
