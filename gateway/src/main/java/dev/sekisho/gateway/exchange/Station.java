package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.lane.Lane;
import dev.sekisho.gateway.upstream.UpstreamPool;

/** A loop with all it needs to carry requests. */
public record Station(Parts parts, Lane lane, UpstreamPool pool) {}
