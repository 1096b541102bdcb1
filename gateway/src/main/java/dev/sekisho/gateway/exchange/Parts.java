package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.GatewayFigures;
import dev.sekisho.gateway.GatewayOptions;
import dev.sekisho.gateway.GatewayPorts;
import dev.sekisho.gateway.certificate.LeafMint;
import dev.sekisho.gateway.destination.Destinations;
import dev.sekisho.gateway.http.HeadWriter;
import dev.sekisho.gateway.identity.SignIns;
import dev.sekisho.gateway.page.RefusalPages;
import dev.sekisho.gateway.tls.TlsContexts;
import dev.sekisho.gateway.upstream.Connector;

/** What all loops share. */
public record Parts(
        GatewayOptions options,
        GatewayPorts ports,
        SignIns signIns,
        Destinations destinations,
        LeafMint mint,
        TlsContexts contexts,
        Connector connector,
        RefusalPages pages,
        HeadWriter heads,
        GatewayFigures figures,
        Gate gate) {}
