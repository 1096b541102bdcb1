/** Key services that speak the transit API of HashiCorp Vault and OpenBao: the region's root, and customers' own wraps. */
@NullMarked
package dev.sekisho.seal.vault;

import org.jspecify.annotations.NullMarked;
