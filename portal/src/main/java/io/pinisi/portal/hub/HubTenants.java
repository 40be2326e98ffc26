package io.pinisi.portal.hub;

import io.pinisi.auth.Identity;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.usage.Usage;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.tenants.Limit;
import io.pinisi.portal.tenants.Member;
import io.pinisi.portal.tenants.Project;
import io.pinisi.portal.tenants.Tenant;
import io.pinisi.portal.tenants.TenantDetail;
import io.pinisi.portal.tenants.TenantDraft;
import io.pinisi.portal.tenants.TenantService;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tenants of the hub, read and written as the person. */
final class HubTenants implements TenantService {
    private static final WriteOptions WRITE = WriteOptions.by("pinisi-portal").strict();

    /** Another writer in between is no reason to bother the person; two in a row are. */
    private static final int ATTEMPTS = 3;

    private final People people;

    HubTenants(People people) {
        this.people = people;
    }

    @Override
    public Page<Tenant> tenants(Identity who, PageRequest page) {
        List<Tenant> all =
                people
                        .hub(who)
                        .list(ResourcePath.all(FederationKinds.TENANTS), ListOptions.ALL)
                        .items()
                        .stream()
                        .map(HubTenants::tenant)
                        .toList();
        return page.of(
                all,
                one -> one.name() + " " + one.displayName() + " " + one.status().word(),
                key ->
                        key.equals("status")
                                ? Comparator.comparing((Tenant one) -> one.status().level())
                                        .reversed()
                                        .thenComparing(Tenant::name)
                                : Comparator.comparing(Tenant::name));
    }

    @Override
    public TenantDetail tenant(Identity who, String name) {
        ObjectNode object = people.hub(who).get(path(name));
        JsonNode spec = object.path("spec");
        List<Member> members = new ArrayList<>();
        spec.path("members").forEach(member -> members.add(member(member)));
        List<String> registries = new ArrayList<>();
        spec.path("allowedRegistries").forEach(one -> registries.add(one.asString("")));
        FleetView view = people.view(who);
        return new TenantDetail(
                tenant(object),
                members,
                projects(object),
                limits(object),
                perProject(spec),
                registries,
                spec.path("podSecurity").asString(""),
                Trees.conditions(object),
                view.may("update", FederationKinds.TENANTS, name));
    }

    @Override
    public boolean mayAdminister(Identity who) {
        return people.view(who).may("create", FederationKinds.TENANTS, "");
    }

    @Override
    public TenantDraft draft(Identity who, String name) {
        return TenantForms.read(people.hub(who), name);
    }

    @Override
    public List<TenantDraft.Fault> create(Identity who, TenantDraft draft) {
        return TenantForms.create(people.hub(who), draft);
    }

    @Override
    public List<TenantDraft.Fault> update(Identity who, TenantDraft draft) {
        return TenantForms.update(people.hub(who), draft);
    }

    private static Member member(JsonNode member) {
        return new Member(
                Trees.text(member, "role"), Trees.text(member, "kind"), Trees.text(member, "name"));
    }

    private static Tenant tenant(ObjectNode object) {
        String name = Metadata.of(object).name();
        JsonNode spec = object.path("spec");
        List<String> clusters = new ArrayList<>();
        object.path("status").path("clusters").forEach(one -> clusters.add(one.asString("")));
        return new Tenant(
                name,
                spec.path("displayName").asString(name),
                status(object),
                spec.path("projects").size(),
                spec.path("members").size(),
                clusters);
    }

    private static Status status(ObjectNode object) {
        JsonNode ready = condition(object, "Ready");
        JsonNode placed = condition(object, "ClustersAllowed");
        String message = Trees.text(ready, "message");
        if (Metadata.of(object).isDeleting()) {
            return new Status(Level.PROGRESSING, "Leaving", message);
        }
        if (ready.isMissingNode()) {
            return Status.of(Level.PROGRESSING, "Being made");
        }
        if (!Trees.text(ready, "status").equals("True")) {
            return new Status(Level.FAILED, "Not effective", message);
        }
        if (Trees.text(placed, "status").equals("False")) {
            return new Status(Level.DEGRADED, "No cluster", Trees.text(placed, "message"));
        }
        return Trees.text(ready, "reason").equals("ProjectsLeft")
                ? new Status(Level.DEGRADED, "Projects left", message)
                : Status.healthy("Ready");
    }

    private static JsonNode condition(JsonNode object, String type) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (Trees.text(condition, "type").equals(type)) {
                return condition;
            }
        }
        return object.path("none");
    }

    private static List<Project> projects(ObjectNode object) {
        Map<String, String> used = new HashMap<>();
        for (JsonNode one : object.path("status").path("quota").path("projects")) {
            used.put(Trees.text(one, "name"), Usage.of(one.path("used")).toString());
        }
        Map<String, JsonNode> states = new HashMap<>();
        for (JsonNode one : object.path("status").path("projects")) {
            states.put(Trees.text(one, "name"), one);
        }
        List<Project> projects = new ArrayList<>();
        for (JsonNode project : object.path("spec").path("projects")) {
            String name = Trees.text(project, "name");
            JsonNode state = states.remove(name);
            projects.add(
                    new Project(
                            name,
                            Trees.text(project, "displayName"),
                            state == null
                                    ? Status.of(Level.PROGRESSING, "Being made")
                                    : Status.healthy("Ready"),
                            words(used.getOrDefault(name, "")),
                            true));
        }
        states.forEach(
                (name, state) ->
                        projects.add(
                                new Project(
                                        name,
                                        "",
                                        left(state),
                                        words(used.getOrDefault(name, "")),
                                        false)));
        projects.sort(Comparator.comparing(Project::name));
        return projects;
    }

    private static Status left(JsonNode state) {
        return Trees.text(state, "state").equals("Left")
                ? new Status(Level.DEGRADED, "Left", Trees.text(state, "message"))
                : Status.of(Level.PROGRESSING, "Ending");
    }

    private static String words(String usage) {
        return usage.replace(",", ", ").replace("=", " ");
    }

    private static boolean perProject(JsonNode spec) {
        return spec.path("quota").path("scope").asString("").equals("Project");
    }

    private static List<Limit> limits(ObjectNode object) {
        JsonNode quota = object.path("spec").path("quota");
        if (perProject(object.path("spec"))) {
            return limits(Usage.of(quota.path("hard")), most(object));
        }
        return limits(
                Usage.of(quota.path("hard")),
                Usage.of(object.path("status").path("quota").path("used")));
    }

    /** Of limits that are for each project, the project that uses the most tells. */
    private static Usage most(ObjectNode object) {
        Usage most = Usage.NONE;
        for (JsonNode one : object.path("status").path("quota").path("projects")) {
            most = most.max(Usage.of(one.path("used")));
        }
        return most;
    }

    private static List<Limit> limits(Usage hard, Usage used) {
        List<Limit> limits = new ArrayList<>();
        hard.amounts()
                .forEach(
                        (name, amount) ->
                                limits.add(
                                        new Limit(
                                                name,
                                                used.get(name).toString(),
                                                amount.toString(),
                                                percent(used.get(name).value(), amount.value()))));
        return limits;
    }

    private static int percent(BigDecimal used, BigDecimal hard) {
        if (hard.signum() == 0) {
            return used.signum() == 0 ? 0 : 100;
        }
        return used.multiply(BigDecimal.valueOf(100))
                .divide(hard, 0, RoundingMode.HALF_UP)
                .min(BigDecimal.valueOf(100))
                .intValue();
    }

    @Override
    public void createProject(Identity who, String tenant, String project, String displayName) {
        change(
                who,
                tenant,
                spec -> {
                    ObjectNode added = spec.withArray("projects").addObject().put("name", project);
                    if (!displayName.isEmpty()) {
                        added.put("displayName", displayName);
                    }
                });
    }

    @Override
    public void removeProject(Identity who, String tenant, String project) {
        change(who, tenant, spec -> remove(spec.withArray("projects"), "name", project));
    }

    @Override
    public void invite(Identity who, String tenant, Member member) {
        change(
                who,
                tenant,
                spec -> {
                    removeMember(spec, member);
                    spec.withArray("members")
                            .addObject()
                            .put("role", member.role())
                            .put("kind", member.kind())
                            .put("name", member.name());
                });
    }

    @Override
    public void dismiss(Identity who, String tenant, Member member) {
        change(who, tenant, spec -> removeMember(spec, member));
    }

    private static void removeMember(ObjectNode spec, Member member) {
        ArrayNode members = spec.withArray("members");
        for (int i = members.size() - 1; i >= 0; i--) {
            if (member(members.get(i)).id().equals(member.id())) {
                members.remove(i);
            }
        }
    }

    private static void remove(ArrayNode list, String field, String value) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (Trees.text(list.get(i), field).equals(value)) {
                list.remove(i);
            }
        }
    }

    private void change(Identity who, String tenant, Consumer<ObjectNode> change) {
        ApiClient hub = people.hub(who);
        for (int attempt = 1; ; attempt++) {
            ObjectNode object = hub.get(path(tenant));
            change.accept(object.withObject("/spec"));
            try {
                hub.update(path(tenant), object, WRITE);
                return;
            } catch (ApiException e) {
                if (!e.is(Reason.CONFLICT) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static ResourcePath path(String tenant) {
        return ResourcePath.of(FederationKinds.TENANTS, ObjectKey.cluster(tenant));
    }
}
