package io.pinisi.portal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the directions in which modules and packages may know each other. */
final class ArchitectureTest {
    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.pinisi");
    private static final String CLUSTER = "io.pinisi.cluster.";

    /** A node's agent and its network share one machine, and so its namespaces. */
    private static final Set<String> MACHINE = Set.of("node", "network");

    @Test
    void modulesKnowEachOtherInOneDirection() {
        refuse(
                "io.pinisi.db..",
                "io.pinisi.cluster..",
                "io.pinisi.federation..",
                "io.pinisi.auth..");
        refuse(
                "io.pinisi.cluster..",
                "io.pinisi.federation..",
                "io.pinisi.auth..",
                "io.pinisi.portal..");
        refuse("io.pinisi.federation..", "io.pinisi.auth..", "io.pinisi.portal..");
        refuse(
                "io.pinisi.auth..",
                "io.pinisi.cluster..",
                "io.pinisi.federation..",
                "io.pinisi.portal..");
    }

    @Test
    void frameworksStayAtTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.pinisi.db..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jooq..", "java.sql..", "javax.sql..", "org.flywaydb..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.pinisi.portal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.vaadin..", "io.micronaut..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages(CLUSTER + "node..", CLUSTER + "network..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grpc..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        CLUSTER + "node..",
                        CLUSTER + "network..",
                        CLUSTER + "apiserver.connect.socket..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages(CLUSTER + "ingress.gateway..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.jetty.proxy..", "org.eclipse.jetty.client..")
                .check(ALL);
    }

    @Test
    void machineryIsPure() {
        noClasses()
                .that()
                .resideInAPackage(CLUSTER + "machinery..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        CLUSTER + "storage..",
                        CLUSTER + "registry..",
                        CLUSTER + "apiserver..",
                        CLUSTER + "client..",
                        "io.pinisi.db..",
                        "java.net.http..",
                        "java.util.concurrent.locks..")
                .check(ALL);
    }

    @Test
    void siblingsMeetOnlyAtTheApi() {
        List<String> siblings = List.of("apiserver", "controllers", "scheduler", "node", "network");
        for (String from : siblings) {
            for (String to : siblings) {
                boolean shareTheMachine = MACHINE.contains(from) && MACHINE.contains(to);
                if (!from.equals(to) && !shareTheMachine) {
                    refuse(CLUSTER + from + "..", CLUSTER + to + "..");
                }
            }
        }
    }

    @Test
    void theArchitecturePageNamesEveryPackage() throws IOException {
        String page = Files.readString(Path.of("../docs/ARCHITECTURE.md"));
        Set<String> named =
                Pattern.compile("`(io\\.pinisi\\.[a-z.]+)`")
                        .matcher(page)
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> existing =
                ALL.stream()
                        .map(type -> type.getPackage())
                        .map(JavaPackage::getName)
                        .filter(name -> !name.startsWith("io.pinisi.db.schema"))
                        .collect(Collectors.toCollection(TreeSet::new));
        existing.removeIf(name -> named.stream().anyMatch(known -> within(name, known)));
        assertEquals(Set.of(), existing, "packages that docs/ARCHITECTURE.md does not show");
    }

    /**
     * A package is shown by its own name or by that of a feature above it, two levels down at most.
     */
    private static boolean within(String name, String known) {
        boolean feature = known.chars().filter(c -> c == '.').count() >= 3;
        return name.equals(known) || (feature && name.startsWith(known + "."));
    }

    private static void refuse(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .check(ALL);
    }
}
