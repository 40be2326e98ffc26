package io.pinisi.cluster.authn;

import io.pinisi.cluster.authn.Authentication.Absent;
import io.pinisi.cluster.authn.Authentication.Authenticated;
import io.pinisi.cluster.authn.Authentication.Rejected;
import java.util.List;

/** One way to recognise a caller. */
@FunctionalInterface
public interface Authenticator {
    Authentication authenticate(Credentials credentials);

    /**
     * The first that recognises the caller decides. Where none does, a rejection outweighs absence:
     * a wrong token does not become anonymous.
     */
    static Authenticator firstOf(List<Authenticator> authenticators) {
        List<Authenticator> order = List.copyOf(authenticators);
        return credentials -> {
            Authentication answer = new Absent();
            for (Authenticator authenticator : order) {
                switch (authenticator.authenticate(credentials)) {
                    case Authenticated authenticated -> {
                        return authenticated;
                    }
                    case Rejected rejected -> answer = rejected;
                    case Absent _ -> {}
                }
            }
            return answer;
        };
    }
}
