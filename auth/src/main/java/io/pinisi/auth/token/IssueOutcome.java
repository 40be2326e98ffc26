package io.pinisi.auth.token;

import io.pinisi.db.token.PersonalToken;

/** What became of a wish for a token. */
public sealed interface IssueOutcome {
    /**
     * @param secret the whole token; nobody can read it again
     */
    record Issued(PersonalToken token, String secret) implements IssueOutcome {
        @Override
        public String toString() {
            return "Issued[" + token.id() + "]";
        }
    }

    /**
     * @param field which part of the wish: {@code label}, {@code lifetime}, {@code groups}, {@code
     *     verbs} or empty
     * @param why in words for the person
     */
    record Unfit(String field, String why) implements IssueOutcome {}
}
