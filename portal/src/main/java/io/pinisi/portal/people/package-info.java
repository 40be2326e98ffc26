/**
 * What operators see and do about the people who are signed in: everybody's sessions and tokens.
 *
 * <p>Key type: {@link io.pinisi.portal.people.PeopleDesk}. Invariant: each call is judged anew by
 * the groups that the caller has now, and a refusal is in the audit log.
 */
@NullMarked
package io.pinisi.portal.people;

import org.jspecify.annotations.NullMarked;
