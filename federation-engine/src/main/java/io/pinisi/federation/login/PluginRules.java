package io.pinisi.federation.login;

import io.pinisi.cluster.machinery.error.FieldError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which programs a kubeconfig may have run here. Whoever may join clusters chooses the arguments,
 * so an operator allows only programs that do nothing but fetch a credential.
 *
 * @param programs by the name that a kubeconfig calls them by
 * @param variables the environment variables that a kubeconfig may set for them
 */
public record PluginRules(Map<String, Path> programs, Set<String> variables) {
    public static final PluginRules NONE = new PluginRules(Map.of(), Set.of());

    public PluginRules {
        programs = Map.copyOf(programs);
        variables = Set.copyOf(variables);
    }

    /**
     * @param field of the plugin, for messages
     */
    List<FieldError> faults(Login.Plugin plugin, String field) {
        List<FieldError> faults = new ArrayList<>();
        if (!programs.containsKey(plugin.command())) {
            faults.add(
                    FieldError.forbidden(
                            field + ".command",
                            programs.isEmpty()
                                    ? "the operator of this server allows no credential plugins"
                                    : "the operator of this server allows only "
                                            + String.join(", ", new TreeSet<>(programs.keySet()))));
        }
        for (String name : new TreeSet<>(plugin.environment().keySet())) {
            if (!variables.contains(name)) {
                faults.add(
                        FieldError.forbidden(
                                field + ".env[" + name + "]",
                                "the operator of this server does not allow this variable"));
            }
        }
        return faults;
    }
}
