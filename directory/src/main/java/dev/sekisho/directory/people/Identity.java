package dev.sekisho.directory.people;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The one row that holds names of a person.
 *
 * @param login as typed at sign-in
 * @param name display name
 * @param email address, or empty
 */
public record Identity(String login, String name, String email) {
    /** Sealed under the person's own key. */
    static final Kind<Identity> KIND = Kind.of("identity", Identity.class);

    private static final int MAX_CHARS = 200;
    private static final int MAX_EMAIL_CHARS = 254;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** @throws SekishoException {@code INVALID_INPUT} */
    public Identity {
        check("login", login, MAX_CHARS);
        check("name", name, MAX_CHARS);
        if (!email.isEmpty()) {
            check("email", email, MAX_EMAIL_CHARS);
            if (!EMAIL.matcher(email).matches()) {
                throw new SekishoException(
                        ErrorCode.INVALID_INPUT, "email: an address such as name@example.org, or empty");
            }
        }
    }

    /** The form in which logins are compared: composed, in lower case, without blanks around. */
    public static String normalised(String login) {
        return Normalizer.normalize(login.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static void check(String field, String value, int max) {
        if (value.isBlank() || value.length() > max || CONTROL.matcher(value).find()) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT, field + ": 1 to " + max + " characters without control characters");
        }
    }

    /** A name is never printed. */
    @Override
    public String toString() {
        return "identity";
    }
}
