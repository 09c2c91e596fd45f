package io.tributary.gateway.pki.enroll;

import java.util.UUID;

/// A registered cluster, in its tenant.
public record ClusterReference(UUID tenant, UUID cluster) {}
