package io.pinisi.portal.people;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.OpenSession;
import io.pinisi.auth.Sessions;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.db.token.PersonalToken;
import jakarta.inject.Singleton;
import java.util.List;

/** Everybody's sessions and tokens, for operators. Blocking. */
@Singleton
public final class PeopleDesk {
    private final Sessions sessions;
    private final ApiTokens tokens;
    private final SignInRecords records;
    private final SingleSignOn singleSignOn;

    PeopleDesk(
            Sessions sessions, ApiTokens tokens, SignInRecords records, SingleSignOn singleSignOn) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.records = records;
        this.singleSignOn = singleSignOn;
    }

    public List<OpenSession> sessions(Identity viewer, Caller caller) {
        requireOperator(viewer, "list-sessions", caller);
        return sessions.everybodys();
    }

    public List<PersonalToken> tokens(Identity viewer, Caller caller) {
        requireOperator(viewer, "list-tokens", caller);
        return tokens.all();
    }

    /** Ends a session, whoever's it is. */
    public void end(Identity operator, String session, Caller caller) {
        requireOperator(operator, "end-session", caller);
        List<Identity> ended =
                sessions.endWhere((identity, standing) -> identity.session().equals(session));
        for (Identity one : ended) {
            uninterrupted(() -> records.ended(one, operator, caller));
        }
    }

    /** Revokes a token, whoever's it is. */
    public void revoke(Identity operator, String token, Caller caller) {
        requireOperator(operator, "revoke-token", caller);
        uninterrupted(() -> tokens.revokeAny(operator, token, caller));
    }

    private void requireOperator(Identity who, String verb, Caller caller) {
        if (singleSignOn.isOperator(who)) {
            return;
        }
        uninterrupted(() -> records.append(who, verb, SignInRecords.DENIED, caller));
        throw new ApiException(
                Reason.FORBIDDEN, "sessions and tokens of everybody are for operators");
    }

    /** What can be interrupted, because it waits for the store. */
    @FunctionalInterface
    private interface Act {
        void run() throws InterruptedException;
    }

    private static void uninterrupted(Act act) {
        try {
            act.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the portal is stopping", e);
        }
    }
}
