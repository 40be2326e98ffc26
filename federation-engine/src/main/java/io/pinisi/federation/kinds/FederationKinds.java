package io.pinisi.federation.kinds;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.schema.AutoscalerDefaults;
import io.pinisi.cluster.registry.ExtraKind;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import io.pinisi.cluster.registry.autoscaling.AutoscalerKind;
import io.pinisi.cluster.registry.networking.NetworkingKinds;
import io.pinisi.federation.ingress.Rules;
import io.pinisi.federation.interpreter.Interpreters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kinds that make a control plane a hub, as CustomResourceDefinitions, so that the same code
 * compiles them as compiles a user's.
 */
public final class FederationKinds {
    public static final String POLICY_API = "policy.karmada.io/v1alpha1";
    public static final String CLUSTER_API = "cluster.karmada.io/v1alpha1";
    public static final String WORK_API = "work.karmada.io/v1alpha2";

    public static final String AUTOSCALING_API = "autoscaling.karmada.io/v1alpha1";
    public static final String PINISI_API = "pinisi.io/v1alpha1";

    public static final GroupVersionResource POLICIES =
            GroupVersionResource.of(POLICY_API, "propagationpolicies");
    public static final GroupVersionResource CLUSTER_POLICIES =
            GroupVersionResource.of(POLICY_API, "clusterpropagationpolicies");
    public static final GroupVersionResource OVERRIDES =
            GroupVersionResource.of(POLICY_API, "overridepolicies");
    public static final GroupVersionResource CLUSTER_OVERRIDES =
            GroupVersionResource.of(POLICY_API, "clusteroverridepolicies");
    public static final GroupVersionResource CLUSTERS =
            GroupVersionResource.of(CLUSTER_API, "clusters");
    public static final GroupVersionResource BINDINGS =
            GroupVersionResource.of(WORK_API, "resourcebindings");
    public static final GroupVersionResource CLUSTER_BINDINGS =
            GroupVersionResource.of(WORK_API, "clusterresourcebindings");

    public static final GroupVersionResource SERVICE_EXPORTS =
            GroupVersionResource.of("multicluster.x-k8s.io/v1beta1", "serviceexports");
    public static final GroupVersionResource SERVICE_IMPORTS =
            GroupVersionResource.of("multicluster.x-k8s.io/v1beta1", "serviceimports");
    public static final GroupVersionResource CLUSTER_PROFILES =
            GroupVersionResource.of("multicluster.x-k8s.io/v1alpha2", "clusterprofiles");
    public static final GroupVersionResource CLUSTER_PROPERTIES =
            GroupVersionResource.of("about.k8s.io/v1beta1", "clusterproperties");
    public static final GroupVersionResource MULTI_CLUSTER_SERVICES =
            GroupVersionResource.of("networking.karmada.io/v1alpha1", "multiclusterservices");

    public static final GroupVersionResource MULTI_CLUSTER_INGRESSES =
            GroupVersionResource.of("networking.karmada.io/v1alpha1", "multiclusteringresses");

    public static final GroupVersionResource CUSTOMIZATIONS =
            GroupVersionResource.of(
                    "config.karmada.io/v1alpha1", "resourceinterpretercustomizations");
    public static final GroupVersionResource FEDERATED_QUOTAS =
            GroupVersionResource.of(POLICY_API, "federatedresourcequotas");
    public static final GroupVersionResource FEDERATED_HPAS =
            GroupVersionResource.of(AUTOSCALING_API, "federatedhpas");
    public static final GroupVersionResource CRON_FEDERATED_HPAS =
            GroupVersionResource.of(AUTOSCALING_API, "cronfederatedhpas");

    public static final GroupVersionResource DELETION_HOLDS =
            GroupVersionResource.of(PINISI_API, "deletionholds");
    public static final GroupVersionResource DRIFT_RECORDS =
            GroupVersionResource.of(PINISI_API, "driftrecords");
    public static final GroupVersionResource TENANTS =
            GroupVersionResource.of(PINISI_API, "tenants");
    public static final GroupVersionResource APPROVAL_POLICIES =
            GroupVersionResource.of(PINISI_API, "approvalpolicies");
    public static final GroupVersionResource APPROVAL_REQUESTS =
            GroupVersionResource.of(PINISI_API, "approvalrequests");

    public static final GroupVersionResource ROLLOUT_STRATEGIES =
            GroupVersionResource.of(PINISI_API, "rolloutstrategies");
    public static final GroupVersionResource CLUSTER_ROLLOUT_STRATEGIES =
            GroupVersionResource.of(PINISI_API, "clusterrolloutstrategies");
    public static final GroupVersionResource REBALANCERS =
            GroupVersionResource.of("apps.karmada.io/v1alpha1", "workloadrebalancers");
    public static final GroupVersionResource ROLLOUTS =
            GroupVersionResource.of(PINISI_API, "rollouts");

    private FederationKinds() {}

    /** All definitions, each a fresh tree. */
    public static List<ObjectNode> definitions() {
        ObjectNode clusterPolicy = load("propagationpolicy.yaml");
        rename(clusterPolicy, CLUSTER_POLICIES, "ClusterPropagationPolicy", "cpp");
        ObjectNode clusterOverride = load("overridepolicy.yaml");
        rename(clusterOverride, CLUSTER_OVERRIDES, "ClusterOverridePolicy", "cop");
        ObjectNode clusterBinding = load("resourcebinding.yaml");
        rename(clusterBinding, CLUSTER_BINDINGS, "ClusterResourceBinding", "crb");
        ObjectNode clusterRollout = load("rolloutstrategy.yaml");
        rename(clusterRollout, CLUSTER_ROLLOUT_STRATEGIES, "ClusterRolloutStrategy", "crs");
        return List.of(
                load("cluster.yaml"),
                load("propagationpolicy.yaml"),
                clusterPolicy,
                load("overridepolicy.yaml"),
                clusterOverride,
                load("resourcebinding.yaml"),
                clusterBinding,
                load("serviceexport.yaml"),
                load("serviceimport.yaml"),
                load("multiclusterservice.yaml"),
                load("clusterprofile.yaml"),
                load("multiclusteringress.yaml"),
                load("resourceinterpretercustomization.yaml"),
                load("federatedresourcequota.yaml"),
                load("federatedhpa.yaml"),
                load("cronfederatedhpa.yaml"),
                load("deletionhold.yaml"),
                load("driftrecord.yaml"),
                load("tenant.yaml"),
                load("rolloutstrategy.yaml"),
                clusterRollout,
                load("rollout.yaml"),
                load("workloadrebalancer.yaml"),
                load("approvalpolicy.yaml"),
                load("approvalrequest.yaml"));
    }

    /** What one cluster is to have of one object; computed, so nothing of it is stored. */
    public static ObjectNode work() {
        return load("work.yaml");
    }

    /** What a member that takes part in the cluster set serves too. */
    public static List<ObjectNode> clusterSet() {
        return List.of(load("serviceexport.yaml"), load("serviceimport.yaml"));
    }

    /** What a member says about itself. */
    public static ObjectNode clusterProperty() {
        return load("clusterproperty.yaml");
    }

    /** The definitions with the rules that their schemas cannot say, for a hub's registry. */
    public static List<ExtraKind> extraKinds() {
        return definitions().stream()
                .map(definition -> new ExtraKind(definition, strategy(definition)))
                .toList();
    }

    private static ResourceStrategy strategy(ObjectNode definition) {
        return switch (definition.path("spec").path("names").path("kind").asString("")) {
            case "PropagationPolicy", "ClusterPropagationPolicy" ->
                    new ValidatingStrategy(PolicyValidation::validate);
            case "OverridePolicy", "ClusterOverridePolicy" ->
                    new ValidatingStrategy(OverrideValidation::validate);
            case "RolloutStrategy", "ClusterRolloutStrategy" ->
                    new ValidatingStrategy(RolloutStrategyValidation::validate);
            case "ResourceInterpreterCustomization" ->
                    new ValidatingStrategy(new Interpreters((object, why) -> {})::faults);
            case "FederatedResourceQuota" -> new ValidatingStrategy(QuotaValidation::validate);
            case "FederatedHPA" -> new AutoscalerStrategy(AutoscalerKind.rules());
            case "CronFederatedHPA" -> new ValidatingStrategy(CronScalingValidation::validate);
            case "MultiClusterIngress" -> new IngressRules(NetworkingKinds.ingressRules());
            case "Tenant" -> new ValidatingStrategy(TenantValidation::validate);
            case "ApprovalPolicy" -> new ValidatingStrategy(ApprovalPolicyValidation::validate);
            case "Cluster" -> new ValidatingStrategy(ClusterValidation::validate);
            default -> ResourceStrategy.GENERIC;
        };
    }

    /** Adds rules to the generic ones; an object on its way out is not held up by them. */
    private record ValidatingStrategy(Function<ObjectNode, List<FieldError>> rules)
            implements ResourceStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            if (!Metadata.of(transition.next()).isDeleting()) {
                faults.addAll(rules.apply(transition.next()));
            }
        }
    }

    /** A MultiClusterIngress says, and may say, what an Ingress does; its annotations are ours. */
    private record IngressRules(ResourceStrategy rules) implements ResourceStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            if (!Metadata.of(transition.next()).isDeleting()) {
                rules.validate(transition, faults);
                faults.addAll(Rules.validate(transition.next()));
            }
        }
    }

    /** A FederatedHPA says, and may say, what a HorizontalPodAutoscaler does. */
    private record AutoscalerStrategy(ResourceStrategy rules) implements ResourceStrategy {
        @Override
        public void prepare(Transition transition) {
            if (transition.next().get("spec") instanceof ObjectNode spec) {
                AutoscalerDefaults.complete(spec);
            }
        }

        @Override
        public void validate(Transition transition, Faults faults) {
            rules.validate(transition, faults);
        }
    }

    /** Turns the definition of a namespaced kind into that of its cluster-wide twin. */
    private static void rename(
            ObjectNode definition, GroupVersionResource resource, String kind, String shortName) {
        definition
                .withObject("/metadata")
                .put("name", resource.resource() + "." + resource.group());
        ObjectNode spec = definition.withObject("/spec");
        spec.put("scope", "Cluster");
        ObjectNode names = spec.withObject("/names");
        names.put("plural", resource.resource());
        names.put("singular", kind.toLowerCase(Locale.ROOT));
        names.put("kind", kind);
        names.put("listKind", kind + "List");
        names.putArray("shortNames").add(shortName);
    }

    private static ObjectNode load(String file) {
        try (InputStream stream = FederationKinds.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks " + file);
            }
            return Yaml.parse(stream.readAllBytes()).getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
