/** The register of customers and their settings. */
@NullMarked
package dev.sekisho.directory.customer;

import org.jspecify.annotations.NullMarked;
