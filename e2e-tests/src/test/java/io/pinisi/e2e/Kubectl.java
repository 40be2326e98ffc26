package io.pinisi.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real {@code kubectl}, bound to one context of the kubeconfig that Pinisi wrote. */
record Kubectl(Path kubeconfig, String context) {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int OLDEST_MINOR = 32;
    private static final Pattern VERSION = Pattern.compile("Client Version: v1\\.(\\d+)\\S*");

    /**
     * Fails clearly where kubectl is absent or too old for the API we speak; says what it found.
     */
    static void requireRecent() {
        String text =
                Command.run(LIMIT, Map.of(), "", List.of("kubectl", "version", "--client"))
                        .orFail();
        Matcher version = VERSION.matcher(text);
        if (!version.find() || Integer.parseInt(version.group(1)) < OLDEST_MINOR) {
            throw new AssertionError(
                    "kubectl 1." + OLDEST_MINOR + " or newer is needed, found: " + text);
        }
        System.out.println("kubectl: " + version.group());
    }

    Command.Result run(String... arguments) {
        return runWithInput("", arguments);
    }

    /** Runs and expects success; returns standard output. */
    String ok(String... arguments) {
        return run(arguments).orFail();
    }

    /** {@code kubectl … -f -} with a manifest on standard input. */
    Command.Result runWithInput(String input, String... arguments) {
        return Command.run(LIMIT, Map.of(), input, command(arguments));
    }

    /** With variables that change how {@code kubectl} goes about it. */
    Command.Result runWith(Map<String, String> environment, String input, String... arguments) {
        return Command.run(LIMIT, environment, input, command(arguments));
    }

    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("kubectl");
        command.add("--kubeconfig=" + kubeconfig);
        command.add("--context=" + context);
        command.addAll(List.of(arguments));
        return command;
    }
}
