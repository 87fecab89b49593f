/**
 * The manifests of {@code k8s/}, rendered as {@code kubectl apply} would get them and looked at
 * without a cluster: against the schemas of the operators ({@link
 * io.assay.deploy.OperatorSchemas}), against the models of Kubernetes' own kinds ({@link
 * io.assay.deploy.KubernetesModels}), and for what neither knows (the {@code *Rules}). Each rule
 * has a test with a manifest that breaks it.
 */
package io.assay.deploy;
