package io.pinisi.auth;

/** The first administrator's name and password: shown once, never kept by us. */
public record FirstSignIn(String name, String password) {
    @Override
    public String toString() {
        return "FirstSignIn[name=" + name + "]";
    }
}
