package io.pinisi.portal.keycloak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A realm with places for what differs from one installation to the next: <code>{{portal}}</code>
 * becomes the portal's address, <code>{{secret NAME}}</code> a random text that is made once and
 * kept in a file that only its owner may read.
 */
final class RealmTemplate {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(portal|secret ([a-z]+))}}");
    private static final int SECRET_BYTES = 12;
    private static final int NAME_BYTES = 6;

    private final Path secrets;
    private final SecureRandom random;

    RealmTemplate(Path secrets, SecureRandom random) {
        this.secrets = secrets;
        this.random = random;
    }

    String fill(String template, String portal) throws IOException {
        StringBuilder filled = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        while (place.find()) {
            String name = place.group(2);
            place.appendReplacement(
                    filled, Matcher.quoteReplacement(name == null ? portal : secret(name)));
        }
        return place.appendTail(filled).toString();
    }

    String secret(String name) throws IOException {
        Path file = secrets.resolve(name);
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        Files.createDirectories(secrets);
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        writePrivate(file, secret + "\n");
        return secret;
    }

    static void writePrivate(Path file, String text) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** Names a filled realm, so that another one gets a database of its own. */
    static String nameOf(String realm) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(realm.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of the secrets that a template asks for. */
    static Set<String> names(String template) {
        return PLACE.matcher(template)
                .results()
                .filter(match -> match.group(2) != null)
                .map(match -> match.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
