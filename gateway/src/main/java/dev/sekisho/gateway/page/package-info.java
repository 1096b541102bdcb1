/** What a refused client sees: pages for people, problem documents for programs. */
@NullMarked
package dev.sekisho.gateway.page;

import org.jspecify.annotations.NullMarked;
