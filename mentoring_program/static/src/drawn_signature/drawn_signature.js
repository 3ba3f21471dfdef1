import {Component, onMounted, onWillUnmount, useRef, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {NameAndSignature} from "@web/core/signature/name_and_signature";

/** Odoo's field to draw in, whose buttons all have a name. */
class DrawingArea extends NameAndSignature {
    static template = "mentoring_program.DrawingArea";
}

/**
 * Lets the visitor draw a signature besides the typed name. The drawing travels in a
 * hidden field of the form around it, which also works when nothing is drawn, or
 * without JavaScript at all.
 */
export class DrawnSignature extends Component {
    static template = "mentoring_program.DrawnSignature";
    static components = {DrawingArea};
    static props = {};

    setup() {
        this.field = useRef("field");
        this.signature = useState({
            name: "",
            isSignatureEmpty: true,
            getSignatureImage: () => "",
            resetSignature: () => {},
        });
        const keep = () => this.keep();
        onMounted(() => {
            this.form = this.field.el.form;
            this.form?.addEventListener("submit", keep);
        });
        onWillUnmount(() => this.form?.removeEventListener("submit", keep));
    }

    keep() {
        this.field.el.value = this.signature.isSignatureEmpty
            ? ""
            : this.signature.getSignatureImage();
    }
}

registry
    .category("public_components")
    .add("mentoring_program.drawn_signature", DrawnSignature);
