package io.pinisi.portal.backend;

import io.pinisi.portal.applications.ApplicationService;
import io.pinisi.portal.approvals.ApprovalService;
import io.pinisi.portal.audit.AuditService;
import io.pinisi.portal.deploy.DeployService;
import io.pinisi.portal.discovery.DiscoveryService;
import io.pinisi.portal.drift.DriftService;
import io.pinisi.portal.fleet.FleetService;
import io.pinisi.portal.history.HistoryService;
import io.pinisi.portal.membership.MembershipService;
import io.pinisi.portal.placement.PlacementService;
import io.pinisi.portal.placement.RebalanceService;
import io.pinisi.portal.placement.StrandingService;
import io.pinisi.portal.pods.PodService;
import io.pinisi.portal.rollout.RolloutService;
import io.pinisi.portal.search.SearchService;
import io.pinisi.portal.tenants.TenantService;
import io.pinisi.portal.traffic.TrafficService;

/** The services behind the views. Each call acts as the person it is given. */
public record Backend(
        FleetService fleet,
        ApplicationService applications,
        PodService pods,
        DeployService deploy,
        MembershipService membership,
        TenantService tenants,
        HistoryService history,
        AuditService audit,
        PlacementService placement,
        DriftService drift,
        RolloutService rollouts,
        DiscoveryService discovery,
        ApprovalService approvals,
        TrafficService traffic,
        RebalanceService rebalance,
        StrandingService stranding,
        SearchService search) {}
