/** The directory put together: its handles and its door. */
@NullMarked
package dev.sekisho.directory.service;

import org.jspecify.annotations.NullMarked;
