package dev.sekisho.app.demo;

import java.util.List;

/**
 * Somebody who does not exist.
 *
 * @param login how the person signs in
 * @param name display name
 * @param groups the person's groups
 * @param language what the person's browser asks for
 */
record DemoPerson(String login, String name, List<String> groups, String language) {}
