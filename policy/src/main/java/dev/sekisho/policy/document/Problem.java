package dev.sekisho.policy.document;

/**
 * One thing that is wrong with a policy document. A document is read to its end, so that all of them are shown at once.
 *
 * @param code what kind; its spelling is part of the API
 * @param message one English sentence that says what to do
 * @param line from 1, in the text
 * @param column from 1, in the text
 * @param path where in the document, for example {@code access[2].when.category}; empty for the whole
 */
public record Problem(ProblemCode code, String message, int line, int column, String path) {}
