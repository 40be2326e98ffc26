package io.pinisi.cluster.authn.bootstrap;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A token as it is handed over: {@code id.secret}.
 *
 * @param id public: it names the Secret, and the user that the token stands for
 */
public record BootstrapToken(String id, String secret) {
    private static final Pattern FORM = Pattern.compile("([a-z0-9]{6})\\.([a-z0-9]{16})");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    /** Empty where the text has not the form of one. */
    public static Optional<BootstrapToken> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new BootstrapToken(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    /**
     * @param random one that nobody can predict
     */
    public static BootstrapToken generate(RandomGenerator random) {
        return new BootstrapToken(letters(random, 6), letters(random, 16));
    }

    private static String letters(RandomGenerator random, int count) {
        return random.ints(count, 0, LETTERS.length())
                .collect(
                        StringBuilder::new,
                        (text, index) -> text.append(LETTERS.charAt(index)),
                        StringBuilder::append)
                .toString();
    }

    /** Both parts, for whoever is to use it. */
    public String text() {
        return id + "." + secret;
    }

    @Override
    public String toString() {
        return id + ".****************";
    }
}
