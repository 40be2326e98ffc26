package io.pinisi.cluster.apiserver.audit;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import tools.jackson.databind.node.ObjectNode;

/**
 * Audit records as API Activity of the <a href="https://schema.ocsf.io/1.3.0/classes/api_activity">
 * Open Cybersecurity Schema Framework</a>.
 */
final class Ocsf {
    private static final String VERSION = "1.3.0";
    private static final int CATEGORY = 6;
    private static final int API_ACTIVITY = 6003;
    private static final int OTHER = 99;

    private Ocsf() {}

    static ObjectNode activity(AuditRecord chained) {
        AuditEntry entry = chained.entry();
        ObjectNode detail = AuditFormat.detail(entry);
        int activity = activity(entry.verb());
        boolean done = entry.result().equals("allowed");
        ObjectNode event = Json.object();
        event.put("category_uid", CATEGORY).put("category_name", "Application Activity");
        event.put("class_uid", API_ACTIVITY).put("class_name", "API Activity");
        event.put("activity_id", activity).put("type_uid", API_ACTIVITY * 100 + activity);
        event.put("time", chained.recordedAt().toEpochMilli());
        event.put("severity_id", done ? 1 : 2).put("severity", done ? "Informational" : "Low");
        event.put("status_id", done ? 1 : 2).put("status", done ? "Success" : "Failure");
        event.put("status_detail", entry.result());
        ObjectNode metadata = event.putObject("metadata").put("version", VERSION);
        metadata.put("uid", Long.toString(chained.sequence()));
        metadata.put("sequence", chained.sequence()).put("correlation_uid", entry.requestId());
        metadata.putObject("product").put("name", "Pinisi").put("vendor_name", "Pinisi");
        actor(event.putObject("actor"), entry, AuditFormat.text(detail, "impersonator"));
        ObjectNode api = event.putObject("api").put("operation", entry.verb());
        api.putObject("service").put("name", entry.channel());
        api.putObject("request").put("uid", entry.requestId());
        event.putObject("src_endpoint").put(isAddress(entry) ? "ip" : "name", entry.source());
        String agent = AuditFormat.text(detail, "userAgent");
        if (!agent.isEmpty()) {
            event.putObject("http_request").put("user_agent", agent);
        }
        resource(event, entry.object());
        ObjectNode unmapped = event.putObject("unmapped").put("hash", chained.hash());
        chained.revision().ifPresent(revision -> unmapped.put("revision", revision));
        unmapped.set("detail", detail);
        return event;
    }

    private static int activity(String verb) {
        return switch (verb) {
            case "create" -> 1;
            case "get", "list", "watch" -> 2;
            case "update", "patch" -> 3;
            case "delete", "deletecollection" -> 4;
            default -> OTHER;
        };
    }

    private static void actor(ObjectNode actor, AuditEntry entry, String impersonator) {
        ObjectNode user = actor.putObject("user").put("name", entry.actor());
        var groups = user.putArray("groups");
        entry.groups().forEach(group -> groups.addObject().put("name", group));
        if (!impersonator.isEmpty()) {
            actor.put("invoked_by", impersonator);
        }
    }

    private static boolean isAddress(AuditEntry entry) {
        return entry.source()
                        .chars()
                        .allMatch(c -> Character.digit(c, 16) >= 0 || ".:".indexOf(c) >= 0)
                && !entry.source().isEmpty();
    }

    /** {@code apps/v1 deployments shop/web}; another text is a path. */
    private static void resource(ObjectNode event, String object) {
        String[] words = object.split(" ", 3);
        ObjectNode resource = event.putArray("resources").addObject();
        if (words.length < 2) {
            resource.put("name", object);
            return;
        }
        resource.put("version", words[0]).put("type", words[1]);
        if (words.length == 3) {
            int slash = words[2].indexOf('/');
            resource.put("name", words[2].substring(slash + 1));
            if (slash > 0) {
                resource.put("namespace", words[2].substring(0, slash));
            }
        }
    }
}
