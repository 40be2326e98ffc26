package io.pinisi.federation.override;

/**
 * The parts of an image's name.
 *
 * @param registry empty where the name leaves it to the runtime
 * @param tag with its {@code :}, or a digest with its {@code @}, or empty
 */
record ImageReference(String registry, String repository, String tag) {

    /** What an override changes of it. */
    enum Component {
        REGISTRY,
        REPOSITORY,
        TAG;

        static Component of(String text) {
            return switch (text) {
                case "Registry" -> REGISTRY;
                case "Repository" -> REPOSITORY;
                default -> TAG;
            };
        }
    }

    /** The first part is a registry if it looks like a host, as container runtimes have it. */
    static ImageReference of(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        String registry = host ? first : "";
        String rest = host ? image.substring(slash + 1) : image;
        int at = rest.indexOf('@');
        int colon = rest.lastIndexOf(':', at < 0 ? rest.length() : at);
        int end = colon > rest.lastIndexOf('/', at < 0 ? rest.length() : at) ? colon : at;
        return end < 0
                ? new ImageReference(registry, rest, "")
                : new ImageReference(registry, rest.substring(0, end), rest.substring(end));
    }

    ImageReference with(Component component, Overrider.Operator operator, String value) {
        return switch (component) {
            case REGISTRY ->
                    new ImageReference(changed(registry, operator, value), repository, tag);
            case REPOSITORY ->
                    new ImageReference(registry, changed(repository, operator, value), tag);
            case TAG -> new ImageReference(registry, repository, tagged(operator, value));
        };
    }

    private static String changed(String part, Overrider.Operator operator, String value) {
        return switch (operator) {
            case ADD -> part + value;
            case REPLACE -> value;
            case REMOVE -> "";
        };
    }

    /** A digest is told from a tag by its algorithm, which no tag can have. */
    private String tagged(Overrider.Operator operator, String value) {
        String bare = tag.isEmpty() ? "" : tag.substring(1);
        String next = changed(bare, operator, value);
        if (next.isEmpty()) {
            return "";
        }
        return (next.contains(":") ? "@" : ":") + next;
    }

    @Override
    public String toString() {
        return (registry.isEmpty() ? "" : registry + "/") + repository + tag;
    }
}
