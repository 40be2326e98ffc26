package io.pinisi.cluster.machinery.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import io.pinisi.cluster.machinery.expression.Permissions.Answer;
import io.pinisi.cluster.machinery.expression.Permissions.Check;
import io.pinisi.cluster.machinery.expression.Permissions.Question;
import java.util.List;

/** Whether a user may do something: {@code authorizer} and what can be asked of it. */
final class PermissionFunctions {
    private static final String PACKAGE = "kubernetes.authorization.";
    private static final CelType AUTHORIZER = OpaqueType.create(PACKAGE + "Authorizer");
    private static final CelType PATH = OpaqueType.create(PACKAGE + "PathCheck");
    private static final CelType GROUP = OpaqueType.create(PACKAGE + "GroupCheck");
    private static final CelType RESOURCE = OpaqueType.create(PACKAGE + "ResourceCheck");
    private static final CelType DECISION = OpaqueType.create(PACKAGE + "Decision");
    private static final CelType TEXT = SimpleType.STRING;

    private PermissionFunctions() {}

    static void add(FunctionSet functions) {
        functions
                .type(AUTHORIZER, Permissions.class)
                .type(PATH, Check.OfPath.class)
                .type(GROUP, Check.OfGroup.class)
                .type(RESOURCE, Check.OfResource.class)
                .type(DECISION, Answer.class)
                .member(
                        "path",
                        PATH,
                        List.of(AUTHORIZER, TEXT),
                        a -> new Check.OfPath(user(a), Question.ofPath(path((String) a[1]))))
                .member(
                        "group",
                        GROUP,
                        List.of(AUTHORIZER, TEXT),
                        a -> new Check.OfGroup(user(a), Question.ofGroup((String) a[1])))
                .member(
                        "serviceAccount",
                        AUTHORIZER,
                        List.of(AUTHORIZER, TEXT, TEXT),
                        a -> user(a).ofServiceAccount((String) a[1], (String) a[2]))
                .member("resource", RESOURCE, List.of(GROUP, TEXT), a -> named(a, "resource"));
        for (String part : List.of("subresource", "namespace", "name")) {
            functions.member(part, RESOURCE, List.of(RESOURCE, TEXT), a -> named(a, part));
        }
        addSelectors(functions);
        addAnswers(functions);
    }

    /** Roles give rights to all objects of a resource alike: selectors change no answer. */
    private static void addSelectors(FunctionSet functions) {
        for (String selector : List.of("fieldSelector", "labelSelector")) {
            functions.member(selector, RESOURCE, List.of(RESOURCE, TEXT), a -> a[0]);
        }
    }

    private static void addAnswers(FunctionSet functions) {
        for (CelType asked : List.of(PATH, RESOURCE)) {
            functions.member(
                    "check",
                    DECISION,
                    List.of(asked, TEXT),
                    a -> ((Check) a[0]).answer((String) a[1]));
        }
        functions
                .member(
                        "allowed",
                        SimpleType.BOOL,
                        List.of(DECISION),
                        a -> ((Answer) a[0]).allowed())
                .member("reason", TEXT, List.of(DECISION), a -> ((Answer) a[0]).reason())
                .member("errored", SimpleType.BOOL, List.of(DECISION), _ -> false)
                .member("error", TEXT, List.of(DECISION), _ -> "");
    }

    private static Permissions user(Object[] arguments) {
        return (Permissions) arguments[0];
    }

    private static String path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("path must not be empty");
        }
        return text;
    }

    private static Check.OfResource named(Object[] arguments, String part) {
        Check check = (Check) arguments[0];
        return check.permissions().of(check.question().with(part, (String) arguments[1]));
    }
}
