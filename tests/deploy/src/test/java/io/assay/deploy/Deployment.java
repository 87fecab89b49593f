package io.assay.deploy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What an overlay brings to a cluster.
 *
 * @param manifests its objects
 */
record Deployment(List<Manifest> manifests) {
  private static final Map<String, Deployment> RENDERED = new ConcurrentHashMap<>();

  /** What an overlay of the repository renders. */
  static Deployment of(String overlay) {
    return RENDERED.computeIfAbsent(
        overlay,
        name ->
            new Deployment(
                Kubectl.kustomize(Repository.MANIFESTS.resolve("overlays").resolve(name))));
  }

  List<Application> applications() {
    return manifests.stream().flatMap(Application::of).toList();
  }

  Stream<Manifest> ofKind(String kind) {
    return manifests.stream().filter(manifest -> manifest.kind().equals(kind));
  }

  /** The only object of that kind and name. */
  Manifest the(String kind, String name) {
    return ofKind(kind)
        .filter(manifest -> manifest.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(kind + " " + name));
  }

  boolean has(String kind, String name) {
    return ofKind(kind).anyMatch(manifest -> manifest.name().equals(name));
  }

  /** The same with one object changed. */
  Deployment with(String kind, String name, UnaryOperator<Manifest> change) {
    Manifest changed = the(kind, name);
    return new Deployment(
        manifests.stream().map(each -> each.equals(changed) ? change.apply(each) : each).toList());
  }

  /** The same with another value in one place of one object. */
  Deployment with(String kind, String name, String pointer, String value) {
    return with(kind, name, manifest -> manifest.with(pointer, value));
  }
}
