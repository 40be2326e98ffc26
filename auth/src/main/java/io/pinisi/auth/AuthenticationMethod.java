package io.pinisi.auth;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** One way to learn who a request comes from; the first that knows decides. */
@FunctionalInterface
public interface AuthenticationMethod {
    Optional<Identity> identify(HttpServletRequest request);
}
