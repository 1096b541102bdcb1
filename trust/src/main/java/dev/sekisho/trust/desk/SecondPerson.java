package dev.sekisho.trust.desk;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import java.util.List;
import java.util.Optional;

/** Two persons: whoever asked for something that cannot be undone does not approve it. */
public final class SecondPerson {
    private SecondPerson() {}

    /**
     * The person who approves.
     *
     * @param approver the person behind the call, if there is one
     * @param involved who asked, and who decided before
     * @throws SekishoException {@code SECOND_PERSON_NEEDED}
     */
    public static PersonToken require(Optional<PersonToken> approver, List<Optional<PersonToken>> involved) {
        PersonToken person = approver.orElseThrow(
                () -> new SekishoException(
                        ErrorCode.SECOND_PERSON_NEEDED,
                        "No person stands behind this token; somebody has to approve in person, or by a token that a person made."));
        if (involved.contains(approver)) {
            throw new SekishoException(
                    ErrorCode.SECOND_PERSON_NEEDED,
                    "Whoever asked cannot approve. If there is only one administrator, invite a second one first.");
        }
        return person;
    }
}
