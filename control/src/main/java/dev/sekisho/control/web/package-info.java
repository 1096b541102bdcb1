/** The web server: listeners, body limits, JSON, and the wiring of controllers. */
@NullMarked
package dev.sekisho.control.web;

import org.jspecify.annotations.NullMarked;
