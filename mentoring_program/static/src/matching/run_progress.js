import {Component, onMounted, onWillUnmount, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const EVERY = 1500; // Milliseconds between two looks at the server

/** How far a matching run is computed; reloads the form when it is done. */
export class RunProgress extends Component {
    static template = "mentoring_program.RunProgress";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.state = useState({value: this.props.record.data[this.props.name]});
        onMounted(() => {
            this.timer = setInterval(() => this.look(), EVERY);
        });
        onWillUnmount(() => clearInterval(this.timer));
    }

    get percent() {
        return Math.round(this.state.value);
    }

    async look() {
        const {record} = this.props;
        if (!record.resId || record.data.state !== "computing" || this.looking) {
            return;
        }
        this.looking = true;
        try {
            const run = await this.orm.silent.call(record.resModel, "get_progress", [
                record.resId,
            ]);
            this.state.value = run.progress;
            if (run.state !== "computing" || run.is_gone !== record.data.is_gone) {
                await record.load();
            }
        } catch {
            // The server is away for a moment: the next look tells more.
        } finally {
            this.looking = false;
        }
    }
}

registry.category("fields").add("mentoring_run_progress", {
    component: RunProgress,
    supportedTypes: ["float"],
});
