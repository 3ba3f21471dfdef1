import {Component, useEffect, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/** Asks once for all applications of a page: the rules judge them together. */
export const waitingWhyService = {
    dependencies: ["orm"],
    start(env, {orm}) {
        let page = null;

        async function ask(ids) {
            // The others of the page ask in the same moment.
            await Promise.resolve();
            page = null;
            const records = await orm.silent.read("mentoring.application", ids, [
                "waiting_why",
            ]);
            return new Map(records.map(({id, waiting_why: why}) => [id, why || ""]));
        }

        return {
            /** The promise of a sentence, empty for one that is gone. */
            async get(id) {
                if (!page) {
                    const ids = [];
                    page = {ids, whys: ask(ids)};
                }
                page.ids.push(id);
                const whys = await page.whys;
                return whys.get(id) || "";
            },
        };
    },
};

/** Why an application waits: told when the page is there, for judging takes a while. */
export class WaitingWhy extends Component {
    static template = "mentoring_program.WaitingWhy";
    static props = {...standardFieldProps};

    setup() {
        this.reasons = useService("mentoring_waiting_why");
        this.state = useState({why: null});
        useEffect(
            (record) => {
                this.load(record);
            },
            () => [this.props.record]
        );
    }

    async load(record) {
        this.state.why = null;
        let why = "";
        try {
            why = await this.reasons.get(record.resId);
        } catch {
            why = _t("The server could not be asked: load the page again.");
        }
        if (this.props.record === record) {
            this.state.why = why;
        }
    }
}

registry.category("services").add("mentoring_waiting_why", waitingWhyService);
registry.category("fields").add("mentoring_waiting_why", {
    component: WaitingWhy,
    supportedTypes: ["char"],
    listViewWidth: 260,
});
