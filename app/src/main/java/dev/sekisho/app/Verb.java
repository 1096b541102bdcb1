package dev.sekisho.app;

import java.io.PrintStream;
import java.util.List;

/** One verb of the command. */
public interface Verb {
    /** Usage in the first line, what it does in the second, options below. */
    String help();

    /**
     * Does it.
     *
     * @param arguments what follows the verb
     * @return the exit code
     * @throws Exception if it could not be done
     */
    int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception;
}
