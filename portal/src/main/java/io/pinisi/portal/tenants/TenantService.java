package io.pinisi.portal.tenants;

import io.pinisi.auth.Identity;
import io.pinisi.portal.backend.Page;
import io.pinisi.portal.backend.PageRequest;
import java.util.List;

/** Reads and changes tenants as a person, for whom only their own exist. Blocking. */
public interface TenantService {
    Page<Tenant> tenants(Identity who, PageRequest page);

    TenantDetail tenant(Identity who, String name);

    /** Whether the person makes tenants and sets their limits, which their owners do not. */
    boolean mayAdminister(Identity who);

    /** The tenant as its form shows it. */
    TenantDraft draft(Identity who, String name);

    /** Makes a tenant; returns what the hub does not take, and then none was made. */
    List<TenantDraft.Fault> create(Identity who, TenantDraft draft);

    /** Changes a tenant; returns what the hub does not take, and then nothing was changed. */
    List<TenantDraft.Fault> update(Identity who, TenantDraft draft);

    /**
     * @param project the whole name of the namespace
     */
    void createProject(Identity who, String tenant, String project, String displayName);

    /** Its rights go at once, its namespace when nothing is in it. */
    void removeProject(Identity who, String tenant, String project);

    /** One who is a member already gets the other role. */
    void invite(Identity who, String tenant, Member member);

    void dismiss(Identity who, String tenant, Member member);
}
