/** Turns a sign-in or a token into a person: subject, groups, session. */
@NullMarked
package io.pinisi.auth;

import org.jspecify.annotations.NullMarked;
