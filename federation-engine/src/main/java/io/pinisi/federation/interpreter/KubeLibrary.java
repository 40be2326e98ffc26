package io.pinisi.federation.interpreter;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.federation.placement.Dependencies;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.placement.Template;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What Karmada's scripts know as {@code require("kube")}. */
record KubeLibrary(Limits limits) {

    LuaTable table() {
        LuaTable library = new LuaTable();
        library.set("accuratePodRequirements", LuaLibrary.function(this::requirements));
        library.set("getPodDependencies", LuaLibrary.function(this::dependencies));
        library.set("getResourceQuantity", LuaLibrary.function(KubeLibrary::quantity));
        return library;
    }

    private JsonNode tree(LuaValue value) {
        return LuaTrees.toTree(value, Json.object(), limits);
    }

    /** What one pod of a template asks for, and the nodes it claims. */
    private Varargs requirements(Varargs arguments) {
        JsonNode spec = tree(arguments.checktable(1)).path("spec");
        ObjectNode requirements = Json.object();
        requirements.set("resourceRequest", ResourceAmounts.ofPod(spec).tree());
        ObjectNode claim = Json.object();
        if (spec.has("nodeSelector")) {
            claim.set("nodeSelector", spec.path("nodeSelector"));
        }
        if (!spec.path("tolerations").isEmpty()) {
            claim.set("tolerations", spec.path("tolerations"));
        }
        if (!claim.isEmpty()) {
            requirements.set("nodeClaim", claim);
        }
        return LuaTrees.toLua(requirements, limits);
    }

    /** As of a workload with these pods in this namespace. */
    private Varargs dependencies(Varargs arguments) {
        ObjectNode template = Json.object().put("apiVersion", "v1").put("kind", "PodTemplate");
        template.putObject("metadata").put("namespace", arguments.checkjstring(2));
        template.set("template", tree(arguments.checktable(1)));
        ArrayNode list = Json.mapper().createArrayNode();
        for (Template one : Dependencies.of(template)) {
            list.addObject()
                    .put("apiVersion", one.kind().apiVersion())
                    .put("kind", one.kind().kind())
                    .put("namespace", one.key().namespace())
                    .put("name", one.key().name());
        }
        return LuaTrees.toLua(list, limits);
    }

    private static Varargs quantity(Varargs arguments) {
        try {
            return LuaValue.valueOf(
                    Quantity.parse(arguments.checkjstring(1)).value().doubleValue());
        } catch (IllegalArgumentException e) {
            throw new LuaError("no quantity: " + arguments.checkjstring(1));
        }
    }
}
