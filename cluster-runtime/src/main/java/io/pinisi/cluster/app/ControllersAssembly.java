package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.admissionpolicy.TypeCheckController;
import io.pinisi.cluster.controllers.apiservice.ApiServiceController;
import io.pinisi.cluster.controllers.autoscaling.AutoscalerController;
import io.pinisi.cluster.controllers.bootstrap.ClusterInfoSigner;
import io.pinisi.cluster.controllers.bootstrap.TokenCleaner;
import io.pinisi.cluster.controllers.certificates.NodeApprover;
import io.pinisi.cluster.controllers.certificates.RequestCleaner;
import io.pinisi.cluster.controllers.certificates.SigningController;
import io.pinisi.cluster.controllers.clusterrole.RoleAggregation;
import io.pinisi.cluster.controllers.cronjob.CronJobController;
import io.pinisi.cluster.controllers.daemonset.DaemonSetController;
import io.pinisi.cluster.controllers.deployment.DeploymentController;
import io.pinisi.cluster.controllers.disruption.DisruptionController;
import io.pinisi.cluster.controllers.endpointslice.EndpointSliceController;
import io.pinisi.cluster.controllers.endpointslice.EndpointsController;
import io.pinisi.cluster.controllers.garbage.GarbageCollector;
import io.pinisi.cluster.controllers.job.JobController;
import io.pinisi.cluster.controllers.namespace.NamespaceController;
import io.pinisi.cluster.controllers.node.NodeLifecycleController;
import io.pinisi.cluster.controllers.podgc.PodCollector;
import io.pinisi.cluster.controllers.protection.ClaimProtection;
import io.pinisi.cluster.controllers.protection.VolumeProtection;
import io.pinisi.cluster.controllers.replicaset.ReplicaController;
import io.pinisi.cluster.controllers.resourcequota.ResourceQuotaController;
import io.pinisi.cluster.controllers.serviceaccount.DefaultAccountController;
import io.pinisi.cluster.controllers.serviceaccount.RootCertificatePublisher;
import io.pinisi.cluster.controllers.statefulset.StatefulSetController;
import io.pinisi.cluster.controllers.storage.EphemeralClaims;
import io.pinisi.cluster.controllers.storage.LocalProvisioner;
import io.pinisi.cluster.controllers.storage.VolumeBinder;
import io.pinisi.cluster.controllers.ttl.FinishedJobCollector;
import io.pinisi.cluster.ingress.IngressController;
import io.pinisi.cluster.registry.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controllers of one control plane, on one set of informers. Each begins by itself when what it
 * reads has been listed, so a start does not wait for them.
 */
public final class ControllersAssembly implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControllersAssembly.class);

    private final SharedInformers informers;
    private final List<ClusterController> controllers;
    private final Thread starter;

    private ControllersAssembly(SharedInformers informers, List<ClusterController> controllers) {
        this.informers = informers;
        this.controllers = controllers;
        this.starter = Thread.ofVirtual().name("controllers").start(this::run);
    }

    public static ControllersAssembly start(ControllersOptions options) {
        Function<String, ApiClient> clients =
                name -> options.clients().apply(SystemUsers.user(name));
        SharedInformers informers =
                new SharedInformers(
                        clients.apply(SystemUsers.CONTROLLER_MANAGER), InformerLimits.STANDARD);
        Environment environment = new Environment(informers, clients, options.clock());
        List<ClusterController> controllers = new ArrayList<>();
        controllers.add(new NamespaceController(environment));
        controllers.add(new DefaultAccountController(environment));
        controllers.add(new RootCertificatePublisher(environment, options.certificate()));
        controllers.addAll(policies(environment, options));
        if (options.profile() == Profile.CLUSTER) {
            controllers.addAll(workloads(environment));
            options.folders()
                    .map(folders -> new LocalProvisioner(environment, folders))
                    .ifPresent(controllers::add);
            options.ingress()
                    .map(
                            served ->
                                    new IngressController(
                                            environment, served.gateway(), served.address()))
                    .ifPresent(controllers::add);
        }
        controllers.add(new GarbageCollector(environment));
        return new ControllersAssembly(informers, List.copyOf(controllers));
    }

    /** What keeps rights, quotas and certificates in order, on hub and cluster alike. */
    private static List<ClusterController> policies(
            Environment environment, ControllersOptions options) {
        List<ClusterController> controllers = new ArrayList<>();
        controllers.add(new RoleAggregation(environment));
        controllers.add(new TypeCheckController(environment));
        controllers.add(new ResourceQuotaController(environment));
        controllers.add(new ApiServiceController(environment));
        controllers.add(new TokenCleaner(environment));
        controllers.add(new ClusterInfoSigner(environment));
        options.signer()
                .ifPresent(
                        signer -> {
                            controllers.add(new NodeApprover(environment));
                            controllers.add(new SigningController(environment, signer));
                            controllers.add(new RequestCleaner(environment));
                        });
        return controllers;
    }

    /** What only a cluster with nodes runs. */
    private static List<ClusterController> workloads(Environment environment) {
        return List.of(
                ReplicaController.ofReplicaSets(environment),
                ReplicaController.ofReplicationControllers(environment),
                new DeploymentController(environment),
                new StatefulSetController(environment),
                new DaemonSetController(environment),
                new JobController(environment),
                new CronJobController(environment),
                new FinishedJobCollector(environment),
                new DisruptionController(environment),
                new AutoscalerController(environment),
                new EndpointSliceController(environment),
                new EndpointsController(environment),
                new NodeLifecycleController(environment),
                new VolumeBinder(environment),
                new EphemeralClaims(environment),
                new ClaimProtection(environment),
                new VolumeProtection(environment),
                new PodCollector(environment));
    }

    private void run() {
        informers.start();
        try {
            while (!informers.awaitSync(InformerLimits.STANDARD.watchTimeout())) {
                log.warn("controllers still wait for the API server");
            }
            controllers.forEach(ClusterController::start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        starter.interrupt();
        controllers.forEach(ClusterController::close);
        informers.close();
    }
}
