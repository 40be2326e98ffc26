package io.pinisi.portal.tenants;

import io.pinisi.portal.fleet.Condition;
import java.util.List;

/**
 * A tenant with all that its people see of it.
 *
 * @param perProject whether the limits are for each project and not for all together
 * @param registries where images may come from; empty for any
 * @param changeable whether the reader may change people and projects
 */
public record TenantDetail(
        Tenant tenant,
        List<Member> members,
        List<Project> projects,
        List<Limit> limits,
        boolean perProject,
        List<String> registries,
        String podSecurity,
        List<Condition> conditions,
        boolean changeable) {
    public TenantDetail {
        members = List.copyOf(members);
        projects = List.copyOf(projects);
        limits = List.copyOf(limits);
        registries = List.copyOf(registries);
        conditions = List.copyOf(conditions);
    }
}
