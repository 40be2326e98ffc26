package io.pinisi.auth;

/** How an attempt to change a password ended. */
public sealed interface PasswordChange {
    record Changed() implements PasswordChange {}

    /** The current password was wrong. */
    record WrongPassword() implements PasswordChange {}

    /**
     * The new password will not do.
     *
     * @param why one sentence for the person
     */
    record Unfit(String why) implements PasswordChange {}

    /** Tried too often; the current password was not even compared. */
    record TooManyAttempts() implements PasswordChange {}
}
