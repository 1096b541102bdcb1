package dev.sekisho.control.web;

import java.net.InetSocketAddress;

/** Where the listeners of a running control plane are. */
public interface ControlAddresses {
    /** Where customers come in. */
    InetSocketAddress customers();

    /** Where operators come in; the same, without a listener of their own. */
    InetSocketAddress operators();
}
